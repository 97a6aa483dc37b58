import 'reflect-metadata';
import { runService } from '../app/run';

/** Starts identity alone. */
void runService('identity');
