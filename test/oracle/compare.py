#!/usr/bin/env python3
"""Compare two result folders (or files) value for value.

    python3 compare.py A B [LIMIT]

Prints the first LIMIT (default 20) differences, named by account, period and field. Exit 0 when there is none.
Only files that stand in A are compared; a file missing in B is a difference.
"""
import json
import os
import sys


def name(item, index):
    if isinstance(item, dict):
        keys = ('account', 'period', 'payee', 'utility', 'component', 'source', 'reason', 'ofPeriod')
        parts = [str(item[k]) for k in keys if item.get(k) is not None]
        if parts:
            return f'{index}:' + '/'.join(parts)
    return str(index)


def index(items):
    """Statements by account and period, accounts by number: a missing one does not shift the others."""
    if items and all(isinstance(i, dict) and 'account' in i for i in items):
        table = {(i['account'], i.get('period', '')): i for i in items}
        if len(table) == len(items):
            return table
    return None


def differences(a, b, path):
    if type(a) is not type(b):
        yield path, a, b
    elif isinstance(a, dict):
        for k in list(a) + [k for k in b if k not in a]:
            if k not in a or k not in b:
                yield f'{path} .{k}', a.get(k, '(absent)'), b.get(k, '(absent)')
            else:
                yield from differences(a[k], b[k], f'{path} .{k}')
    elif isinstance(a, list):
        ia, ib = index(a), index(b)
        if ia is not None and ib is not None:
            for k in list(ia) + [k for k in ib if k not in ia]:
                where = f'{path} [{" ".join(k).strip()}]'
                if k not in ia or k not in ib:
                    yield where, 'present' if k in ia else '(absent)', 'present' if k in ib else '(absent)'
                else:
                    yield from differences(ia[k], ib[k], where)
            if list(ia) != list(ib) and set(ia) == set(ib):
                yield f'{path} order', list(ia)[:3], list(ib)[:3]
            return
        if len(a) != len(b):
            yield f'{path} length', len(a), len(b)
            for i in range(min(len(a), len(b)), max(len(a), len(b))):
                yield f'{path} [{i}]', a[i] if i < len(a) else '(absent)', b[i] if i < len(b) else '(absent)'
        for i, (x, y) in enumerate(zip(a, b)):
            yield from differences(x, y, f'{path} [{name(x, i)}]')
    elif a != b:
        yield path, a, b


def files(path):
    if os.path.isdir(path):
        return {n: os.path.join(path, n) for n in sorted(os.listdir(path)) if n.endswith('.json')}
    return {os.path.basename(path): path}


def main(argv):
    if len(argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    limit = int(argv[2]) if len(argv) > 2 else 20
    a, b = files(argv[0]), files(argv[1])
    if len(a) == len(b) == 1 and not (os.path.isdir(argv[0]) or os.path.isdir(argv[1])):
        b = {next(iter(a)): next(iter(b.values()))}
    count = 0
    for n, path in a.items():
        if n not in b:
            print(f'{n}: missing in {argv[1]}')
            count += 1
            continue
        with open(path, encoding='utf-8') as fa, open(b[n], encoding='utf-8') as fb:
            for where, x, y in differences(json.load(fa), json.load(fb), n):
                count += 1
                if count <= limit:
                    print(f'{where}\n    A: {json.dumps(x, ensure_ascii=False)}\n    B: {json.dumps(y, ensure_ascii=False)}')
    print('equal' if not count else f'{count} differences')
    return 1 if count else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
