import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyMarksContract } from '#libs/testing';
import { MemoryKeyMarks } from './memory.key-marks';
import { openSqlitePersonRows } from './sqlite.person-vault';

const folder = mkdtempSync(join(tmpdir(), 'key-marks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

keyMarksContract('memory', () => new MemoryKeyMarks());
keyMarksContract('sqlite', () => openSqlitePersonRows({ file: join(folder, `${String((files += 1))}.db`) }).keyMarks);
