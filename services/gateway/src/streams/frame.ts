/** One event of a `text/event-stream`, or only a part of one. */
export interface Frame {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
  readonly retryMs?: number;
  readonly comment?: string;
}

/** No value of ours has a line break: JSON escapes them, and names have none. */
export function frameOf({ id, event, data, retryMs, comment }: Frame): string {
  const lines = [
    comment !== undefined && `: ${comment}`,
    retryMs !== undefined && `retry: ${retryMs}`,
    id !== undefined && `id: ${id}`,
    event !== undefined && `event: ${event}`,
    data !== undefined && `data: ${JSON.stringify(data)}`,
  ];
  return `${lines.filter((line) => line !== false).join('\n')}\n\n`;
}
