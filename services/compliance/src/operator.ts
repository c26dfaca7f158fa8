/** Who may act for the whole platform, and on accounts of others. */
export const OPERATOR = 'operator';

export const isOperator = ({ roles }: { readonly roles: readonly string[] }): boolean =>
  roles.includes(OPERATOR);
