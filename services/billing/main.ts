import 'reflect-metadata';
import { runService } from '../app/run';
import { officeImportOf } from '../cli/import/office-import';

/** Starts billing alone; imports of a company, for which its nights wait, are carried out here. */
void runService('billing', { officeClients: officeImportOf });
