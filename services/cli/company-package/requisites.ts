/** The checks of requisites stand with payments, where every other service's requisites are checked by the same rules. */
export * from '../../payments/domain/requisites.policy';
