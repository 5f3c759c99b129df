/**
 * The shared worker: this browser's one connection to the stream, for all its tabs. Over HTTP/1.1 a
 * browser opens six connections to a host, so a stream in each tab would starve the seventh.
 */
import { Stream, type ToHub } from './stream';

// TypeScript's `self` is the plain worker.
const scope = self as unknown as SharedWorkerGlobalScope;
const tabs = new Set<MessagePort>();
const stream = new Stream((heard) => {
  for (const tab of tabs) tab.postMessage(heard);
});

scope.onconnect = ({ ports: [tab] }) => {
  if (!tab) return;
  tab.onmessage = ({ data }: MessageEvent<ToHub>) => {
    if ('leave' in data) leave(tab);
    else if ('wake' in data) stream.wake();
    else {
      tabs.add(tab);
      stream.attach(data.attach, (heard) => tab.postMessage(heard));
    }
  };
};

function leave(tab: MessagePort): void {
  tabs.delete(tab);
  if (tabs.size === 0) stream.close();
}
