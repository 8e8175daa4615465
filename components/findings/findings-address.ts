import { type Address, useAddress } from '../ui/use-address'

const names = ['show', 'finding', 'status', 'severity', 'view', 'subject'] as const
export type FindingsAddress = Address<(typeof names)[number]>

export function useFindingsAddress() {
  return useAddress(names)
}
