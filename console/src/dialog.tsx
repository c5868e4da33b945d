import { Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from './i18n';

/** Mantine's dialog without its <header>, which would be a second banner of the page. */
export function Dialog(props: { opened: boolean; onClose: () => void; title: string; size?: string; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <Modal.Root opened={props.opened} onClose={props.onClose} size={props.size ?? 'md'}>
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" p="md" pb="xs">
          <Modal.Title fw={600}>{props.title}</Modal.Title>
          <Modal.CloseButton aria-label={t('close')} />
        </Group>
        <Modal.Body>{props.children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
