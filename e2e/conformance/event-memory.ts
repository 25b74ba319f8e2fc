import type { EventStore, JSONRPCMessage } from "@modelcontextprotocol/server";

/** Remembers every streamed message, so that a client can resume a stream that broke. For one run of tests: it forgets nothing. */
export function createEventMemory(): EventStore {
  const events: { readonly stream: string; readonly message: JSONRPCMessage }[] = [];
  return {
    async storeEvent(stream, message) {
      events.push({ stream, message });
      return String(events.length - 1);
    },
    async getStreamIdForEventId(id) {
      return events[Number(id)]?.stream;
    },
    async replayEventsAfter(lastId, { send }) {
      const stream = events[Number(lastId)]?.stream;
      if (stream === undefined) throw new Error(`unknown event ${JSON.stringify(lastId)}`);
      for (const [id, event] of events.entries()) {
        // A stream opens with an empty message that only carries its id; it is not replayed.
        if (id > Number(lastId) && event.stream === stream && "jsonrpc" in event.message)
          await send(String(id), event.message);
      }
      return stream;
    },
  };
}
