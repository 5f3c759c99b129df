import type { Entry } from '../core/entries';
import { FoundTasks, type FoundTask } from '../core/found';
import { isCompleted } from '../core/order';
import * as timers from '../core/timers';
import { call, Refused, serverTime } from '../sync/api';
import { Backoff } from '../sync/backoff';
import { t } from '../texts';
import { named } from './actions';
import { workspace } from './workspace.svelte';

const REFRESH_MS = 300;
const REFRESH_HIDDEN_MS = 5_000;
const PAGE = 50;
const LARGEST_PAGE = 200;

type Answer = { items: FoundTask[]; next: string | null };

/** Tasks of several lists, as the server finds them: shown, changed, and asked for again when anything changes. */
export class Found {
  /** Null until the first answer. */
  tasks = $state.raw<FoundTask[] | null>(null);
  hasMore = $state(false);
  refusal = $state.raw<Refused | null>(null);

  #known = new FoundTasks();
  #path: () => string;
  #wanted: number;
  #all: boolean;
  #isLoaded = false;
  #asked = 0;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #backoff = new Backoff();

  /** `path` tells what to ask for; `all` pages at once, or one after the other. */
  constructor(path: () => string, { all = false } = {}) {
    this.#path = path;
    this.#all = all;
    this.#wanted = PAGE;
  }

  /** Once `ask`ed, it is kept true until what this returns is called. */
  follow(): () => void {
    const stop = workspace.listeners.add({
      entry: (entry) => this.#receive(entry),
      sent: (key, changes) => {
        this.#known.mutate(key, changes);
        this.#show();
      },
      settled: (key) => {
        this.#known.settle(key);
        this.#show();
      },
      missed: () => this.#refreshSoon(),
    });
    return () => {
      stop();
      this.#asked++;
      clearTimeout(this.#refresh);
    };
  }

  more(): void {
    this.#wanted += PAGE;
    void this.ask();
  }

  async ask(): Promise<void> {
    const turn = ++this.#asked;
    clearTimeout(this.#refresh);
    this.#refresh = undefined;
    try {
      const { items, next } = await this.#answer();
      if (turn !== this.#asked) return;
      this.#known.load(items);
      this.hasMore = next !== null;
      this.refusal = null;
      this.#backoff.reset();
      this.#isLoaded = true;
      this.#show();
    } catch (error) {
      if (turn !== this.#asked) return;
      if (error instanceof Refused) this.refusal = error;
      else this.#refresh = setTimeout(() => void this.ask(), this.#backoff.next());
    }
  }

  /** What is completed leaves the page, and with it the box that would take it back: it can be undone. */
  toggle(task: FoundTask): void {
    const [command, words] = isCompleted(task)
      ? [timers.reopenTask(task.list, task), t.did.reopenedTask]
      : [timers.completeTask(task.list, task, serverTime.now()), t.did.completedTask];
    workspace.run(command, words(named(task)), { task: new Map([[task.id, task]]) });
  }

  async #answer(): Promise<Answer> {
    const path = this.#path();
    const items: FoundTask[] = [];
    let next: string | null = null;
    do {
      const limit: number = this.#all ? LARGEST_PAGE : Math.min(LARGEST_PAGE, this.#wanted - items.length);
      const page = await pageOf(path, limit, next);
      items.push(...page.items);
      next = page.next;
    } while (next !== null && (this.#all || items.length < this.#wanted));
    return { items, next };
  }

  #receive(entry: Entry): void {
    this.#known.receive(entry);
    this.#show();
    this.#refreshSoon();
  }

  #show(): void {
    if (this.#isLoaded) this.tasks = this.#known.shown;
  }

  /** Not put off by what comes meanwhile: where much happens it would never be time. */
  #refreshSoon(): void {
    this.#refresh ??= setTimeout(() => void this.ask(), document.hidden ? REFRESH_HIDDEN_MS : REFRESH_MS);
  }
}

/** Today is an answer of one page, which is not called one. */
async function pageOf(path: string, limit: number, cursor: string | null): Promise<Answer> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) });
  const asked = path.includes('?') ? `${path}&${query}` : path;
  const { body } = await call<Answer | FoundTask[]>({ method: 'GET', path: asked });
  return Array.isArray(body) ? { items: body, next: null } : body;
}

export function searchFor(text: string, order = 'auto'): string {
  return `/tasks?${new URLSearchParams({ filter: text, order })}`;
}
