import 'reflect-metadata';
import { runService } from '../app/run';

/** Starts payments alone. */
void runService('payments');
