import type { Positions } from '../core/backlog';
import { ServerTime } from '../core/server-time';
import { t } from '../texts';
import { takeEarly } from './early';

const ROOT = '/api/v1';
const PATIENCE_MS = 20_000;

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
/** `seen` is the version that the change was made on (`If-Match`); `keepalive`: it outlives the page that makes it. */
export type Call = {
  method: Method;
  path: string;
  body?: unknown;
  key?: string;
  seen?: number;
  keepalive?: boolean;
};

/** `reached`: the entries that the call caused, by audience; empty if it changed nothing. */
export type Reply<Body> = { body: Body; reached: Positions };

type Problem = {
  title?: string;
  detail?: string;
  code?: string;
  field?: string;
  errors?: { field: string; message: string; position?: number }[];
  conflicts?: Conflicts;
};

/** What somebody else has made of a field meanwhile; `by` is a user's id. */
export type Conflict = { yours: unknown; theirs: unknown; by: string | null; at: string };
export type Conflicts = Record<string, Conflict>;

export const serverTime = new ServerTime();

/** The server understood and said no: trying again will not help. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  readonly conflicts: Conflicts;
  /** Where in a text the fault is, in code points from its start. */
  readonly position: number | null;

  constructor(status: number, problem: Problem) {
    super(problem.detail || problem.title || t.did.refused(status));
    this.status = status;
    this.code = problem.code ?? '';
    this.fields = Object.fromEntries((problem.errors ?? []).map(({ field, message }) => [field, message]));
    this.conflicts = problem.conflicts ?? {};
    this.position = problem.errors?.[0]?.position ?? null;
    if (problem.field) this.fields[problem.field] ??= this.message;
  }
}

/** No answer, or none that settles anything: the same call may succeed later. */
export class Unreachable extends Error {
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

export async function call<Body = unknown>(made: Call): Promise<Reply<Body>> {
  const { method, path, body, key, seen, keepalive = false } = made;
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  if (seen !== undefined) headers['If-Match'] = `"${seen}"`;
  const early = method === 'GET' ? takeEarly(ROOT + path) : undefined;
  const asked = early?.asked ?? Date.now();
  const request = {
    method,
    headers,
    keepalive,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await reached(early?.response ?? ask(ROOT + path, request));
  learnTime(response, asked);
  const answer = await parsed(response);
  if (response.ok)
    return { body: answer as Body, reached: positionsIn(response.headers.get('Tasktix-Position')) };
  const problem = (answer ?? {}) as Problem;
  if (response.status === 429 || response.status >= 500) {
    throw new Unreachable(problem.detail || problem.title || t.did.busy, retryAfterMs(response));
  }
  throw new Refused(response.status, problem);
}

const ask = (url: string, request: RequestInit): Promise<Response> =>
  fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });

async function reached(response: Promise<Response>): Promise<Response> {
  try {
    return await response;
  } catch {
    throw new Unreachable(t.did.unreachable);
  }
}

function learnTime(response: Response, asked: number): void {
  const date = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isFinite(date)) serverTime.learn(date, asked, Date.now());
}

async function parsed(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return text ? JSON.parse(text) : null;
  } catch {
    // A proxy's error page, or a body cut short: an accepted change is settled, the rest is not.
    if (response.ok) throw new Unreachable(t.did.cutShort);
    return null;
  }
}

function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}

/** "0MZk3v7QbW2xA9cT:42", and several with commas where one call changed several audiences. */
export function positionsIn(header: string | null): Positions {
  const positions: Positions = {};
  for (const each of header?.split(',') ?? []) {
    const [audience, position] = each.trim().split(':');
    if (audience && position) positions[audience] = Number(position);
  }
  return positions;
}
