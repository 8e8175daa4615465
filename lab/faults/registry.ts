import { certificateFaults } from '@/lab/faults/certificate.fault'
import { dnsChangedFault } from '@/lab/faults/dns-changed.fault'
import type { LabFault } from '@/lab/faults/lab-fault'

/** Every fault. A test fails for a `*.fault.ts` file that is not listed here. */
export const labFaults: readonly LabFault[] = [...certificateFaults, dnsChangedFault]
