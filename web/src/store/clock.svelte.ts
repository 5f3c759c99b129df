import { createSubscriber } from 'svelte/reactivity';
import { serverTime } from '../sync/api';

/** One tick a minute for the whole page: enough for "today" to become "yesterday". */
class Clock {
  now = $state.raw(new Date());
  #second = createSubscriber((tick) => {
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  });

  constructor() {
    setInterval(() => (this.now = new Date()), 60_000);
  }

  /** By the server's clock, each second, for as long as anything that is shown asks: a running timer does. */
  get running(): Date {
    this.#second();
    return serverTime.now();
  }
}

export const clock = new Clock();
