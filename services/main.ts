import 'reflect-metadata';
import { run } from './app/run';
import { officeImportOf } from './cli/import/office-import';

/** The embedded mode: every service in one process. */
void run(undefined, { officeClients: officeImportOf });
