import '@fontsource-variable/onest/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/components.css';
import { mount } from 'svelte';
import { locale } from './store/dates';
import { writeNumbersIn } from './texts/numbers';
import App from './ui/App.svelte';

writeNumbersIn(locale);
mount(App, { target: document.getElementById('app')! });
