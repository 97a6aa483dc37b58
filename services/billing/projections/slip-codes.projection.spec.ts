import { projectionSpec, recorded } from '#libs/testing';
import { slipCodesProjection } from './slip-codes.projection';

const spec = projectionSpec(slipCodesProjection);

const issued = (hash: string) => recorded('SlipIssued', { account: '0045120001', code: { hash, sealed: 'sealed' } });

it('SlipIssued: its code is that of a genuine slip, and whose it is, nobody learns from here', () => {
  spec.given([issued('hash-1')]).then('hash-1', { state: 'genuine' });
});

it('SlipSuperseded: its code is that of a superseded slip, and the next one’s of a genuine one', () => {
  const superseded = recorded('SlipSuperseded', { account: '0045120001', codeHash: 'hash-1' });
  spec
    .given([issued('hash-1'), superseded, issued('hash-2')])
    .then('hash-1', { state: 'superseded' })
    .then('hash-2', { state: 'genuine' });
});
