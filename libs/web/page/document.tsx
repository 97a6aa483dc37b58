import { ComponentChildren, VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';

/** A link of the navigation; the one of the present page is told apart for eyes and for screen readers. */
export interface NavigationLink {
  readonly href: string;
  readonly text: string;
  /** The pages of a section, shown while one of them is read. */
  readonly inside?: readonly NavigationLink[];
}

export interface DocumentParts {
  /** What the page is about; the name of the site follows it in the title of the window. */
  readonly title: string;
  readonly siteName: string;
  /** Addresses of style sheets and scripts; both are files of the site itself. */
  readonly styles: readonly string[];
  readonly scripts?: readonly string[];
  readonly navigation: readonly NavigationLink[];
  /** The address of the present page. */
  readonly here: string;
  /** What stands on the right of the head, such as the account and the way out. */
  readonly aside?: ComponentChildren;
  /** The last lines of every page: telephone, frequent questions. */
  readonly foot: ComponentChildren;
  /** The number of errors on the page, which the title of the window begins with. */
  readonly errors?: number;
  readonly children: ComponentChildren;
}

/** A whole page. It needs no script: whatever scripts add comes after it is there. */
export function Document(parts: DocumentParts): VNode {
  const { title, siteName, styles, scripts = [], errors = 0 } = parts;
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${errors > 0 ? 'Ошибка: ' : ''}${title} — ${siteName}`}</title>
        {styles.map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        {scripts.map((source) => (
          <script type="module" src={source} />
        ))}
      </head>
      <body>
        <a class="skip-link" href="#main">
          Перейти к содержанию
        </a>
        <Head {...parts} />
        <main id="main" tabIndex={-1}>
          {parts.children}
        </main>
        <footer class="foot">{parts.foot}</footer>
      </body>
    </html>
  );
}

function Head({ siteName, navigation, here, aside }: DocumentParts): VNode {
  return (
    <header class="head">
      <div class="head-line">
        <a class="site-name" href="/">
          {siteName}
        </a>
        {aside !== undefined && <div class="head-aside">{aside}</div>}
      </div>
      {navigation.length > 0 && <Navigation navigation={navigation} here={here} />}
    </header>
  );
}

function Navigation({ navigation, here }: Pick<DocumentParts, 'navigation' | 'here'>): VNode {
  const inside = navigation.find((section) => isIn(here, section))?.inside ?? [];
  const current = inside.find(({ href }) => isHere(here, href));
  return (
    <nav aria-label="Разделы">
      <ul class="navigation">
        {navigation.map((section) => (
          <li>
            <a href={section.href} {...currentOf(isIn(here, section), current === undefined)}>
              {section.text}
            </a>
          </li>
        ))}
      </ul>
      {inside.length > 0 && (
        <ul class="navigation navigation-inside">
          {inside.map(({ href, text }) => (
            <li>
              <a href={href} {...currentOf(href === current?.href, true)}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

/** The page itself, or the section in which it stands. */
function currentOf(isCurrent: boolean, isPage: boolean): { readonly 'aria-current'?: 'page' | 'true' } {
  return isCurrent ? { 'aria-current': isPage ? 'page' : 'true' } : {};
}

function isIn(here: string, { href, inside = [] }: NavigationLink): boolean {
  return isHere(here, href) || inside.some((page) => isHere(here, page.href));
}

/** A page below a section belongs to it; the first page is a section of its own. */
function isHere(here: string, href: string): boolean {
  return here === href || (href !== '/' && here.startsWith(`${href}/`));
}

/** The text of a page as it is sent. */
export function pageText(page: VNode): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}
