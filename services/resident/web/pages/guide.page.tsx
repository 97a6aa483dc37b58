import { VNode } from 'preact';
import { GUIDE_END, GUIDE_INTRODUCTION, GUIDE_SECTIONS, GUIDE_TITLE } from '../saved-password-guide';

export function GuidePage(): VNode {
  return (
    <>
      <h1>{GUIDE_TITLE}</h1>
      {GUIDE_INTRODUCTION.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {GUIDE_SECTIONS.map(({ browser, steps }) => (
        <section>
          <h2>{browser}</h2>
          <ol>
            {steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </section>
      ))}
      <p>{GUIDE_END}</p>
      <p>
        <a href="/guide/saved-password.pdf" download="kak-najti-sohranyonnyj-parol.pdf">
          Скачать эту памятку (PDF)
        </a>
      </p>
    </>
  );
}
