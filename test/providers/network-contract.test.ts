import { describe } from 'vitest';
import { accepts, APIS, openVonage } from '../support/vonage-service.js';
import { networkContractOf } from './network-contract.js';

const WRONG_IDS = { messages: '{"message_uuid":"0"}', sms: '{"messages":[{"status":"0","message-id":""}]}' };

describe.each(APIS)('vonage by the %s API', (api) => {
  networkContractOf({
    open: (url, timer) => openVonage(api, url, timer),
    accepts: accepts(api),
    wrongId: { ...accepts(api), body: WRONG_IDS[api] },
  });
});
