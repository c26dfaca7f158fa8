import { events, type Event } from '@signalos/contracts';
import type { Hub } from './hub.ts';
import { readerOf, type EventWindow, type Place } from './window.ts';

const FOR_USERS = new Set(
  events.filter(({ audience }) => audience === 'user').map(({ type }) => type),
);

export interface StreamHandlerOptions {
  readonly window: EventWindow;
  readonly hub: Hub;
  readonly now: () => number;
}

/** Keeps an event for those who come back, and gives it to those who are here. */
export function streamHandler({ window, hub, now }: StreamHandlerOptions) {
  return (event: Event, place: Place): void => {
    const entry = window.add(event, { ...place, reader: readerIn(event), nowMs: now() });
    if (entry) hub.deliver(entry);
  };
}

/** Who may see an event: the user it names, if its contract says that users may. */
function readerIn({ type, tenantid, data }: Event): string | undefined {
  const { userId } = data as { userId?: unknown };
  const isShown = FOR_USERS.has(type) && typeof userId === 'string';
  return isShown ? readerOf(tenantid, userId) : undefined;
}
