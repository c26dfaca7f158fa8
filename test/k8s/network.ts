import { ofKind, selects, type Manifest, type Selector, type Workload } from './manifest.ts';

type Labels = Readonly<Record<string, string>>;

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number }[];
}

export interface Policy {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/** Whom policies are about: a pod here, or one in another namespace. */
export interface Party {
  readonly labels: Labels;
  readonly namespace?: string;
}

export const policiesOf = (manifests: readonly Manifest[]): Policy[] =>
  ofKind(manifests, 'NetworkPolicy').map(({ spec }) => spec as unknown as Policy);

/** What is said of these pods by name, beside that all is forbidden. */
export const policiesFor = (manifests: readonly Manifest[], { labels }: Pick<Workload, 'labels'>) =>
  policiesOf(manifests).filter(
    ({ podSelector }) => Object.keys(podSelector).length > 0 && selects(podSelector, labels),
  );

function isPeer({ podSelector, namespaceSelector }: Peer, { labels, namespace }: Party): boolean {
  const home = namespaceSelector
    ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': namespace ?? '' })
    : namespace === undefined;
  return home && (!podSelector || selects(podSelector, labels));
}

const admits = (
  { ports }: Rule,
  peers: readonly Peer[] | undefined,
  [who, port]: [Party, number],
) =>
  (!ports || ports.some((each) => each.port === port)) &&
  (!peers || peers.some((peer) => isPeer(peer, who)));

export interface Connection {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
}

/** What policies at either end say of a connection; an end elsewhere has none of ours. */
export function endsOf(policies: readonly Policy[], { from, to, port }: Connection) {
  const at = ({ labels }: Party) =>
    policies.filter(({ podSelector }) => selects(podSelector, labels));
  return {
    leaves:
      from.namespace !== undefined ||
      at(from).some(({ egress = [] }) => egress.some((rule) => admits(rule, rule.to, [to, port]))),
    enters:
      to.namespace !== undefined ||
      at(to).some(({ ingress = [] }) =>
        ingress.some((rule) => admits(rule, rule.from, [from, port])),
      ),
  };
}

export function mayConnect(policies: readonly Policy[], connection: Connection): boolean {
  const { from, to } = connection;
  if (from.namespace !== undefined && to.namespace !== undefined) return false;
  const { leaves, enters } = endsOf(policies, connection);
  return leaves && enters;
}
