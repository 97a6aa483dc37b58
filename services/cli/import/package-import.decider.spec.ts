import { deciderSpec } from '#libs/testing';
import { AcceptPackage, PackageAccepted, packageImportDecider, packageImportStream } from './package-import.decider';

const spec = deciderSpec(packageImportDecider);

const COMPANY = '6316000017';
const accepted = (fingerprint: string): PackageAccepted => ({
  type: 'PackageAccepted',
  version: 1,
  data: { companyId: COMPANY, fingerprint },
});
const accept = (fingerprint: string, presentCompanyId: string | null): AcceptPackage => ({
  kind: 'AcceptPackage',
  companyId: COMPANY,
  fingerprint,
  presentCompanyId,
});

it('the imports of a company have a stream of their own', () => {
  expect(packageImportStream(COMPANY)).toBe('cli_package_import-6316000017');
});

it('a package is accepted where the data are empty', () => {
  spec.when(accept('march', null)).then([accepted('march')]);
});

it('the same package again is no news', () => {
  spec
    .given([accepted('march')])
    .when(accept('march', COMPANY))
    .thenNothing();
});

it('a further package of the same company is accepted', () => {
  spec
    .given([accepted('march')])
    .when(accept('april', COMPANY))
    .then([accepted('april')]);
});

it('a package that was superseded is news again', () => {
  spec
    .given([accepted('march'), accepted('april')])
    .when(accept('march', COMPANY))
    .then([accepted('march')]);
});

it('a package of another company is refused: one store holds one company', () => {
  spec
    .when(accept('march', '7700000000'))
    .thenRejected('IMPORT_OTHER_COMPANY', { company: COMPANY, present: '7700000000' });
});
