/** The page around the sections: one file, no script, nothing fetched. */
import { element, type Markup, raw } from './markup.js';
import { STYLE } from './style.js';

/** Nothing may be loaded or run; styles are the page's own. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** Well-formed as HTML and as XML. */
export function page(title: string, sections: readonly (Markup | null)[]): string {
  const html = element(
    'html',
    { lang: 'en', xmlns: 'http://www.w3.org/1999/xhtml' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('title', {}, title),
      // Not escaped: a style sheet's text is taken as it stands.
      element('style', {}, raw(STYLE)),
    ),
    element('body', {}, sections),
  );
  return `<!DOCTYPE html>\n${html.text}\n`;
}
