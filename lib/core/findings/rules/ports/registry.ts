import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { port001 } from './port-001.rule'
import { port002 } from './port-002.rule'
import { port003 } from './port-003.rule'
import { port004 } from './port-004.rule'
import { port005 } from './port-005.rule'
import { port006 } from './port-006.rule'
import { port007 } from './port-007.rule'
import { port008 } from './port-008.rule'
import { port009 } from './port-009.rule'
import { port010 } from './port-010.rule'
import { port011 } from './port-011.rule'
import { port012 } from './port-012.rule'
import { port013 } from './port-013.rule'
import { port014 } from './port-014.rule'
import { port015 } from './port-015.rule'
import { port016 } from './port-016.rule'
import { port017 } from './port-017.rule'
import { port018 } from './port-018.rule'

export const portsRules: readonly RuleDefinition[] = [
  port001,
  port002,
  port003,
  port004,
  port005,
  port006,
  port007,
  port008,
  port009,
  port010,
  port011,
  port012,
  port013,
  port014,
  port015,
  port016,
  port017,
  port018,
]
