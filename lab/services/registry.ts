import type { LabService } from '@/lab/service'

/** Every node of the lab. A test fails for a `*.service.ts` file whose services are not listed here. */
export const labServices: readonly LabService[] = []
