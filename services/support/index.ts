export * from './automation/nightly-overdue-answers.job';
export * from './domain/conversation.commands';
export * from './domain/conversation.decider';
export * from './domain/conversation.events';
export * from './domain/promised-answer.policy';
export * from './projections/conversation-messages.projection';
export * from './projections/conversations.projection';
