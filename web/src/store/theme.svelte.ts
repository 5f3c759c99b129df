type Name = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');

/** public/begin.js applies the stored choice before the first paint. */
class Theme {
  #chosen = $state(document.documentElement.dataset.theme as Name | undefined);
  #system = $state<Name>(system.matches ? 'dark' : 'light');

  constructor() {
    system.addEventListener('change', () => {
      this.#system = system.matches ? 'dark' : 'light';
      tellSystem();
    });
    tellSystem();
  }

  get name(): Name {
    return this.#chosen ?? this.#system;
  }

  get choice(): Name | 'system' {
    return this.#chosen ?? 'system';
  }

  toggle(): void {
    this.choose(this.name === 'dark' ? 'light' : 'dark');
  }

  choose(choice: Name | 'system'): void {
    this.#chosen = choice === 'system' ? undefined : choice;
    if (this.#chosen) document.documentElement.dataset.theme = this.#chosen;
    else delete document.documentElement.dataset.theme;
    remember('theme', choice);
    tellSystem();
  }
}

/** The frame around an installed page is painted by the system, which knows only what it is told. */
function tellSystem(): void {
  const color = getComputedStyle(document.documentElement).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]'))
    meta.content = color;
}

/** Storage may be refused; then the choice lasts as long as the page. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export const theme = new Theme();
