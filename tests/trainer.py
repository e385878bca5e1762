#!/usr/bin/python3
"""The trainer of names, broken off and taken up: the model is the one of a run without a break, byte for byte.

usage: trainer.py TRAINER FOLDER       (from the repository's root; FOLDER is for scratch files)
It learns from our own corpus of Kazakh (ext/data/entities/corpus), which takes a second. Closes with `N passed, N failed`.
"""
import os, shutil, signal, subprocess, sys

SETTINGS = 'epochs=24 average=6 dropout=0.3 l1=0.000003'
passed = failed = 0


def check(ok, what):
    global passed, failed
    if ok: passed += 1
    else:
        failed += 1
        print('failed:', what, flush=True)


class Trainer:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.model = os.path.join(folder, 'kk.model')
        self.state = self.model + '.state'

    def sources(self, weight=1, settings=SETTINGS):
        path = os.path.join(self.folder, 'sources.tsv')
        with open(path, 'w', encoding='utf8') as out:
            out.write(f'kk\tsettings\t{settings}\nkk\ttrain\text/data/entities/corpus/kk/train\t{weight}\t\n')
        return [self.program, path, '.', 'kk', self.model]

    def run(self, **how):
        """-> (exit code, messages, the model or None)"""
        if os.path.exists(self.model): os.remove(self.model)
        done = subprocess.run(self.sources(**how), capture_output=True, text=True, timeout=300)
        return done.returncode, done.stderr, open(self.model, 'rb').read() if os.path.exists(self.model) else None

    def broken_after(self, epoch, **how):
        """Kills a run as soon as it says that it is through with an epoch."""
        if os.path.exists(self.model): os.remove(self.model)
        with subprocess.Popen(self.sources(**how), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
            for line in process.stderr:
                if line.startswith(f'epoch {epoch}:'):
                    process.kill()
                    break
        return process.returncode == -signal.SIGKILL and not os.path.exists(self.model)


def main(program, folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    trainer = Trainer(program, folder)
    code, _, whole = trainer.run()
    check(code == 0 and whole, 'a run without a break')
    check(not os.path.exists(trainer.state), 'a run that is through leaves its state behind')
    check(trainer.run()[2] == whole, 'two runs without a break make two models')
    for epochs in ((2,), (9,), (20,), (3, 12, 19)):          # 20: within those whose weights are averaged; three breaks in one learning
        for epoch in epochs:
            check(trainer.broken_after(epoch) and os.path.exists(trainer.state), f'killed after epoch {epoch}')
        code, messages, model = trainer.run()
        check(code == 0 and 'taken up after epoch' in messages, f'not taken up after a break in epoch {epochs[-1]}: {messages[-200:]}')
        check(model == whole, f'another model after breaks in epochs {epochs}')
        check(not os.path.exists(trainer.state), 'the state stays when the model is there')
    other = SETTINGS.replace('l1=0.000003', 'l1=0.00001')
    for how in ({'weight': 2}, {'settings': other}):         # what another learning has left is not taken up
        check(trainer.broken_after(4, **how), f'killed with {how}')
        code, messages, model = trainer.run()
        check(code == 0 and 'taken up' not in messages, f'taken up from a learning with {how}')
        check(model == whole, f'another model after a learning with {how}')
    check(trainer.broken_after(5), 'killed after epoch 5')
    os.truncate(trainer.state, os.path.getsize(trainer.state) // 2)
    code, messages, model = trainer.run()
    check(code == 1 and model is None and trainer.state in messages, f'a state that is cut short: {code} {messages[-200:]}')
    os.remove(trainer.state)
    with open(trainer.state, 'wb'): pass
    check(trainer.run()[2] == whole, 'an empty state')
    shutil.rmtree(folder)
    print(f'{passed} passed, {failed} failed')
    return failed != 0


if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
