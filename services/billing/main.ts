import 'reflect-metadata';
import { runService } from '../app/run';

/** Starts billing alone. */
void runService('billing');
