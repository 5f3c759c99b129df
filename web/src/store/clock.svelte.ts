/** One tick a minute for the whole page: enough for "today" to become "yesterday". */
class Clock {
  now = $state.raw(new Date());

  constructor() {
    setInterval(() => (this.now = new Date()), 60_000);
  }
}

export const clock = new Clock();
