import { menu } from '../../store/menu.svelte';
import { notices } from '../../store/notices.svelte';
import { router } from '../../store/router.svelte';
import { theme } from '../../store/theme.svelte';
import { touch } from '../../store/viewport.svelte';

type Doors = { showKeys: () => void; signOut: () => Promise<void> };

export function openAccountMenu(anchor: HTMLElement, { showKeys, signOut }: Doors): void {
  menu.open(anchor, 'Account', [
    { label: 'Profile', run: () => router.go('/profile') },
    ...(touch.current ? [] : [{ label: 'Keyboard shortcuts', keys: '?', run: showKeys }]),
    { label: theme.name === 'dark' ? 'Light theme' : 'Dark theme', run: () => theme.toggle() },
    { label: 'Sign out', apart: true, run: () => leave(signOut) },
  ]);
}

export function leave(signOut: () => Promise<void>): void {
  signOut().catch((error: Error) => notices.toast(error.message));
}
