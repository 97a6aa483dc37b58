import 'reflect-metadata';
import { runGateway } from '../app/gateways/run-gateway';

/** Starts the residents' cabinet alone, over services of other processes. */
void runGateway('cabinet');
