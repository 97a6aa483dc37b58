import 'reflect-metadata';
import { runGateway } from '../app/gateways/run-gateway';

/** Starts the accountants' back-office alone, over services of other processes. */
void runGateway('backOffice');
