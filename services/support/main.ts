import 'reflect-metadata';
import { runService } from '../app/run';

/** Starts support alone. */
void runService('support');
