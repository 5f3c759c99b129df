import type { Positions } from '../core/backlog';
import { Gatherer } from './gather';
import hubUrl from './hub?sharedworker&url';
import { Stream, type Heard, type ToHub } from './stream';

export interface Feed {
  /** Start, or go on, after these positions. Entries that were missed come again. */
  attach(positions: Positions): void;
  wake(): void;
  close(): void;
}

/** `hear` is told of everything in order, and of much at once where much happens. */
export function openFeed(user: string, hear: (heard: Heard) => void): Feed {
  const gatherer = new Gatherer((heard) => heard.forEach(hear));
  const tell = (heard: Heard) => gatherer.hear(heard);
  const feed = typeof SharedWorker === 'function' ? sharedFeed(user, tell) : ownFeed(tell);
  return {
    ...feed,
    close() {
      gatherer.close();
      feed.close();
    },
  };
}

/**
 * Named by user, so that nobody hears the stream of whom they signed in after; the address carries the
 * build's hash, so that a page never talks to the worker of an older one.
 */
function sharedFeed(user: string, hear: (heard: Heard) => void): Feed {
  const { port } = new SharedWorker(hubUrl, { type: 'module', name: `feed-${user}` });
  const say = (words: ToHub) => port.postMessage(words);
  port.onmessage = ({ data }: MessageEvent<Heard>) => hear(data);
  return {
    attach: (positions) => say({ attach: positions }),
    wake: () => say({ wake: true }),
    close() {
      say({ leave: true });
      port.onmessage = null;
    },
  };
}

function ownFeed(hear: (heard: Heard) => void): Feed {
  const stream = new Stream(hear);
  return {
    attach: (positions) => stream.attach(positions, hear),
    wake: () => stream.wake(),
    close: () => stream.close(),
  };
}
