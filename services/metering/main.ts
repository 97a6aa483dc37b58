import 'reflect-metadata';
import { runService } from '../app/run';

/** Starts metering alone. */
void runService('metering');
