import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { t } from '../../texts';

/**
 * Markdown as a piece of a document. HTML in the text stays text and only http(s), mailto and the like are
 * links (both micromark's rule); pictures become links: a picture from elsewhere would tell who reads it.
 */
export function rendered(text: string): DocumentFragment {
  const template = document.createElement('template');
  // A template is inert: nothing in it is fetched before we have looked at it.
  template.innerHTML = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const { content } = template;
  for (const picture of content.querySelectorAll('img')) {
    const link = document.createElement('a');
    link.href = picture.getAttribute('src') ?? '';
    link.textContent = picture.alt || link.href;
    picture.replaceWith(link);
  }
  for (const link of content.querySelectorAll('a')) {
    // To and from a footnote.
    if (link.getAttribute('href')?.startsWith('#')) continue;
    link.target = '_blank';
    link.rel = 'noopener noreferrer nofollow';
  }
  for (const box of content.querySelectorAll('input')) box.setAttribute('aria-label', t.task.done);
  return content;
}
