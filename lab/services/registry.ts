import type { LabService } from '@/lab/service'
import { cloudflareService } from '@/lab/services/cloudflare.service'
import { standInServices } from '@/lab/services/stand-ins.service'

/** Every node of the lab. A test fails for a `*.service.ts` file whose services are not listed here. */
export const labServices: readonly LabService[] = [cloudflareService, ...standInServices]
