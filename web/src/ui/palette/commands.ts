import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Plus from '@lucide/svelte/icons/plus';
import Search from '@lucide/svelte/icons/search';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import UserRound from '@lucide/svelte/icons/user-round';
import type { Component } from 'svelte';
import type { Color } from '../../core/entries';
import type { Entry } from '../../core/palette';
import { router } from '../../store/router.svelte';
import { theme } from '../../store/theme.svelte';
import { t } from '../../texts';

/** What the palette offers; `note` says where it is, `keys` what does the same. */
export type Choice = Entry & {
  Icon?: Component<{ size?: number }>;
  color?: Color;
  note?: string;
  keys?: string;
  run: () => void;
};

const go = (path: string) => () => router.go(path);

/** What can be done from anywhere. */
export function commandsFor(doors: { newList: () => void; showKeys: () => void }): Choice[] {
  const other = theme.name === 'dark' ? 'light' : 'dark';
  return [
    {
      id: 'today',
      label: t.palette.today,
      group: t.palette.goTo,
      Icon: CalendarCheck,
      keys: 'G T',
      run: go('/today'),
    },
    {
      id: 'search',
      label: t.palette.search,
      group: t.palette.goTo,
      words: t.palette.searchWords,
      Icon: Search,
      keys: 'G S',
      run: go('/search'),
    },
    {
      id: 'report',
      label: t.palette.estimates,
      group: t.palette.goTo,
      words: t.palette.estimatesWords,
      Icon: ChartNoAxesColumn,
      keys: 'G R',
      run: go('/report'),
    },
    {
      id: 'profile',
      label: t.palette.profile,
      group: t.palette.goTo,
      words: t.palette.profileWords,
      Icon: UserRound,
      keys: 'G P',
      run: go('/profile'),
    },
    {
      id: 'new',
      label: t.palette.newList,
      group: t.palette.do,
      words: 'create',
      Icon: Plus,
      keys: 'N',
      run: doors.newList,
    },
    {
      id: 'theme',
      label: t.palette.switchTheme(other),
      group: t.palette.do,
      words: t.palette.themeWords,
      Icon: SunMoon,
      run: () => theme.toggle(),
    },
    {
      id: 'keys',
      label: t.palette.keys,
      group: t.palette.do,
      words: 'help',
      Icon: Keyboard,
      keys: '?',
      run: doors.showKeys,
    },
  ];
}
