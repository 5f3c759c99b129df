import { menu } from '../../store/menu.svelte';
import { notices } from '../../store/notices.svelte';
import { router } from '../../store/router.svelte';
import { theme } from '../../store/theme.svelte';
import { touch } from '../../store/viewport.svelte';
import { t } from '../../texts';

type Doors = { showKeys: () => void; signOut: () => Promise<void> };

export function openAccountMenu(anchor: HTMLElement, { showKeys, signOut }: Doors): void {
  menu.open(anchor, t.shell.account, [
    { label: t.shell.profile, run: () => router.go('/profile') },
    ...(touch.current ? [] : [{ label: t.shell.keys, keys: '?', run: showKeys }]),
    { label: theme.name === 'dark' ? t.shell.lightTheme : t.shell.darkTheme, run: () => theme.toggle() },
    { label: t.shell.signOut, apart: true, run: () => leave(signOut) },
  ]);
}

export function leave(signOut: () => Promise<void>): void {
  signOut().catch((error: Error) => notices.toast(error.message));
}
