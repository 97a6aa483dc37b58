import { VNode } from 'preact';
import { Money } from '#libs/web';
import { percentInWords } from '../preview-words';

/** By how much a sum differs, and by how much of what it was. */
export function Difference({ kopecks, percent }: { readonly kopecks: number; readonly percent: number | null }): VNode {
  return (
    <>
      <Money kopecks={kopecks} />
      {percent !== null && ` (${percentInWords(percent)})`}
    </>
  );
}
