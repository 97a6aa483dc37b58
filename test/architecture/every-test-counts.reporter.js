/**
 * A suite that is skipped proves nothing, so it counts as failed: `.skip`, `.todo`, `.only` beside others.
 * Prints one line that says what the run proved, and leaves it in a file of `reports`, by default `tests.txt`, from which
 * `.ci/counts.cjs` makes the end of CI's output: a run of its own has a file of its own.
 */
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

class EveryTestCounts {
  constructor(globalConfig, { file = 'tests.txt' } = {}) {
    this.file = file;
    this.rootDir = globalConfig.rootDir;
    this.missed = [];
  }

  onTestResult(_test, result) {
    const unproved = result.testResults.filter(({ status }) => status !== 'passed' && status !== 'failed');
    this.missed.push(...unproved.map(({ status, fullName }) => `${status}: ${fullName}`));
  }

  onRunComplete(_contexts, results) {
    for (const test of this.missed) process.stdout.write(`not proved, counted as failed — ${test}\n`);
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + this.missed.length;
    const line = `${results.numPassedTests} passed, ${failed} failed`;
    const reports = join(this.rootDir, 'reports');
    mkdirSync(reports, { recursive: true });
    writeFileSync(join(reports, this.file), `${line}\n`);
    process.stdout.write(`${line}\n`);
  }

  getLastError() {
    return this.missed.length > 0 ? new Error(`${this.missed.length} tests were not run`) : undefined;
  }
}

module.exports = EveryTestCounts;
