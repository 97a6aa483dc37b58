import { MasterKey, PersonErasedError, PersonFields, PersonVault, PersonVaultError } from '#libs/person-vault';

const FIRST: MasterKey = { version: 'first', key: Buffer.alloc(32, 7) };
const SECOND: MasterKey = { version: 'second', key: Buffer.alloc(32, 8) };
const FIELDS = { lastName: 'Кузнецова', firstName: 'Анна', phone: '+7 900 000-00-00' };

type OpenVault = (masterKeys: readonly MasterKey[]) => PersonVault | Promise<PersonVault>;

/** What every vault of persons does. `openVault` gives an empty one under these keys. */
export function personVaultContract(name: string, openVault: OpenVault): void {
  describe(`a vault of persons, ${name}`, () => {
    let vault: PersonVault;
    beforeEach(async () => {
      vault = await openVault([FIRST]);
    });
    afterEach(() => vault.close());

    it('gives back what was put', async () => {
      await vault.put('p-1', FIELDS);
      expect(await vault.get('p-1')).toEqual(FIELDS);
    });

    it('knows nothing of a person nobody has put', async () => {
      expect(await vault.get('p-1')).toBeNull();
    });

    it('keeps the newest fields in place of the old ones, not beside them', async () => {
      await vault.put('p-1', FIELDS);
      await vault.put('p-1', { lastName: 'Орлова' });
      expect(await vault.get('p-1')).toEqual({ lastName: 'Орлова' });
    });

    it('puts many and gives back many, leaving out those it does not know', async () => {
      await vault.putMany([
        { personId: 'p-1', fields: FIELDS },
        { personId: 'p-2', fields: { lastName: 'Ли' } },
      ]);
      expect(await vault.getMany(['p-2', 'p-3', 'p-1'])).toEqual(
        new Map<string, PersonFields>([
          ['p-1', FIELDS],
          ['p-2', { lastName: 'Ли' }],
        ]),
      );
    });

    it('opens a sealed text for its person and its purpose', async () => {
      const sealed = await vault.seal('p-1', 'message:1', 'Прошу пересчитать');
      expect(sealed).not.toContain('пересчитать');
      expect(await vault.open('p-1', 'message:1', sealed)).toBe('Прошу пересчитать');
    });

    it('seals bytes like a text, and they go with the person', async () => {
      const bytes = Buffer.from([0, 255, 13, 10, 0]);
      const sealed = await vault.sealBytes('p-1', 'attachment:1', bytes);
      expect(sealed.includes(bytes)).toBe(false);
      expect(await vault.openBytes('p-1', 'attachment:1', sealed)).toEqual(bytes);
      await expect(vault.openBytes('p-1', 'attachment:2', sealed)).rejects.toThrow(PersonVaultError);
      await vault.erase('p-1');
      expect(await vault.openBytes('p-1', 'attachment:1', sealed)).toBeNull();
    });

    it('opens a sealed text for no other purpose and no other person', async () => {
      const sealed = await vault.seal('p-1', 'message:1', 'Прошу пересчитать');
      await vault.put('p-2', FIELDS);
      await expect(vault.open('p-1', 'message:2', sealed)).rejects.toThrow(PersonVaultError);
      await expect(vault.open('p-2', 'message:1', sealed)).rejects.toThrow(PersonVaultError);
    });

    it('seals the same text differently each time', async () => {
      const once = await vault.seal('p-1', 'message:1', 'да');
      expect(await vault.seal('p-1', 'message:1', 'да')).not.toBe(once);
    });

    it('does not open a sealed text with a changed byte', async () => {
      const sealed = Buffer.from(await vault.seal('p-1', 'message:1', 'да'), 'base64url');
      for (let place = 0; place < sealed.length; place += 1) {
        const changed = Buffer.from(sealed);
        changed[place] = (changed[place] as number) ^ 1;
        await expect(vault.open('p-1', 'message:1', changed.toString('base64url'))).rejects.toThrow(PersonVaultError);
      }
    });

    it('reads nothing of an erased person, neither fields nor sealed texts', async () => {
      await vault.put('p-1', FIELDS);
      const sealed = await vault.seal('p-1', 'message:1', 'да');
      await vault.erase('p-1');
      expect(await vault.get('p-1')).toBeNull();
      expect(await vault.open('p-1', 'message:1', sealed)).toBeNull();
    });

    it('leaves the others alone when one person is erased', async () => {
      await vault.putMany([
        { personId: 'p-1', fields: FIELDS },
        { personId: 'p-2', fields: FIELDS },
      ]);
      await vault.erase('p-1');
      expect([...(await vault.getMany(['p-1', 'p-2'])).keys()]).toEqual(['p-2']);
    });

    it('keeps nothing of an erased person again, also when an import repeats itself', async () => {
      await vault.put('p-1', FIELDS);
      await vault.erase('p-1');
      await expect(vault.put('p-1', FIELDS)).rejects.toThrow(PersonErasedError);
      await expect(vault.seal('p-1', 'message:1', 'да')).rejects.toThrow(PersonErasedError);
      expect(await vault.get('p-1')).toBeNull();
    });

    it('puts all or none: one erased person among many leaves the others as they were', async () => {
      await vault.put('p-2', { lastName: 'Ли' });
      await vault.erase('p-1');
      const people = [
        { personId: 'p-2', fields: FIELDS },
        { personId: 'p-1', fields: FIELDS },
      ];
      await expect(vault.putMany(people)).rejects.toThrow(PersonErasedError);
      expect(await vault.get('p-2')).toEqual({ lastName: 'Ли' });
    });

    const noted = (name: string) => (fields: PersonFields | null) => ({ ...fields, [name]: 'да' });

    it('changes a part of the fields, of a person it does not know too, and leaves those it is told to leave', async () => {
      await vault.put('p-1', FIELDS);
      await vault.change('p-1', noted('asked'));
      expect(await vault.get('p-1')).toEqual({ ...FIELDS, asked: 'да' });
      await vault.change('p-2', (fields) => (fields === null ? { lastName: 'Ли' } : null));
      await vault.change('p-2', (fields) => (fields === null ? { lastName: 'Орлова' } : null));
      expect(await vault.get('p-2')).toEqual({ lastName: 'Ли' });
      await vault.change('p-3', () => null);
      expect(await vault.get('p-3')).toBeNull();
    });

    it('changes a person of whom there is a key and no field yet', async () => {
      const sealed = await vault.seal('p-1', 'message:1', 'да');
      await vault.change('p-1', noted('asked'));
      expect(await vault.get('p-1')).toEqual({ asked: 'да' });
      expect(await vault.open('p-1', 'message:1', sealed)).toBe('да');
    });

    it.each([
      ['who is known', true],
      ['who is not known', false],
    ])('loses none of twenty changes of a person %s that are made at once', async (_case, isKnown) => {
      if (isKnown) await vault.put('p-1', {});
      const names = Array.from({ length: 20 }, (_, index) => `change-${String(index)}`);
      await Promise.all(names.map((name) => vault.change('p-1', noted(name))));
      expect(Object.keys((await vault.get('p-1')) ?? {}).sort()).toEqual([...names].sort());
    });

    it('keeps what one has added and lets go what another has withdrawn, where both have read the same', async () => {
      await vault.put('p-1', { kept: 'да', withdrawn: 'да' });
      await Promise.all([
        vault.change('p-1', noted('added')),
        vault.change('p-1', (fields) =>
          Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => name !== 'withdrawn')),
        ),
      ]);
      expect(await vault.get('p-1')).toEqual({ kept: 'да', added: 'да' });
    });

    it('changes many, and decides only those again that another one was faster with', async () => {
      const ids = ['p-1', 'p-2', 'p-3', 'p-4', 'p-5'];
      await vault.putMany(ids.map((personId) => ({ personId, fields: FIELDS })));
      const decided: string[] = [];
      const many = vault.changeMany([...ids, 'p-1'], (personId, fields) => {
        decided.push(personId);
        return { ...fields, imported: 'да' };
      });
      await Promise.all([many, ...['p-2', 'p-4'].map((personId) => vault.change(personId, noted('asked')))]);
      for (const personId of ids) {
        const asked = ['p-2', 'p-4'].includes(personId) ? { asked: 'да' } : {};
        expect(await vault.get(personId)).toEqual({ ...FIELDS, ...asked, imported: 'да' });
      }
      expect(await many).toEqual([]);
      expect(decided.filter((personId) => !['p-2', 'p-4'].includes(personId))).toEqual(['p-1', 'p-3', 'p-5']);
    });

    it('brings nobody back by a change: an erasing before it or in the middle of it wins', async () => {
      await vault.putMany(['p-1', 'p-2'].map((personId) => ({ personId, fields: FIELDS })));
      await vault.erase('p-1');
      await expect(vault.change('p-1', noted('asked'))).rejects.toThrow(PersonErasedError);
      await vault.change('p-1', () => null);
      const erasing: Promise<void>[] = [];
      const change = vault.change('p-2', (fields) => {
        if (erasing.length === 0) erasing.push(vault.erase('p-2'));
        return { ...fields, asked: 'да' };
      });
      // Either was first: the fields were written and dropped then, or the change was refused.
      await change.catch((error: unknown) => expect(error).toBeInstanceOf(PersonErasedError));
      await Promise.all(erasing);
      expect(await vault.get('p-2')).toBeNull();
      expect(await vault.changeMany(['p-1', 'p-3', 'p-2'], (_, fields) => noted('asked')(fields))).toEqual([
        'p-1',
        'p-2',
      ]);
      expect([...(await vault.getMany(['p-1', 'p-2', 'p-3'])).keys()]).toEqual(['p-3']);
    });

    it('erases a person once or again, known or not', async () => {
      await vault.erase('p-1');
      await vault.erase('p-1');
      await expect(vault.put('p-1', FIELDS)).rejects.toThrow(PersonErasedError);
    });

    it('takes ids that look like anything', async () => {
      const personId = "__proto__' OR 1=1";
      await vault.put(personId, FIELDS);
      expect(await vault.get(personId)).toEqual(FIELDS);
      expect(await vault.get("' OR 1=1")).toBeNull();
    });

    it.each([
      ['no key', []],
      ['a short key', [{ version: 'first', key: Buffer.alloc(16) }]],
      ['two keys of one version', [FIRST, { ...SECOND, version: 'first' }]],
    ])('does not open with %s', async (_fault, masterKeys) => {
      await expect(async () => openVault(masterKeys)).rejects.toThrow(RangeError);
    });
  });
}
