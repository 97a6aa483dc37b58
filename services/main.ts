import 'reflect-metadata';
import { run } from './app/run';

/** The embedded mode: every service in one process. */
void run();
