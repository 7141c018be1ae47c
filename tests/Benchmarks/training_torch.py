"""One epoch of LeNet-5 (20-50-500-10) in PyTorch on 60,000 pictures of 28 x 28, batch 64; called by training.cs. For each number of pictures on standard input it prints the seconds they took, and the processor's."""
import sys
import time
import torch

torch.manual_seed(1)
torch.set_num_threads(int(sys.argv[1]))
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 20, 5), torch.nn.MaxPool2d(2), torch.nn.Conv2d(20, 50, 5), torch.nn.MaxPool2d(2),
    torch.nn.Flatten(), torch.nn.Linear(800, 500), torch.nn.ReLU(), torch.nn.Linear(500, 10))
pictures, labels = torch.rand(60000, 1, 28, 28), torch.randint(10, (60000,))
loss = torch.nn.CrossEntropyLoss()
optimiser = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
print(torch.__version__, flush=True)
for request in sys.stdin:
    order = torch.randperm(60000)[:int(request)]
    start, processor = time.perf_counter(), time.process_time()
    for part in order.split(64):
        optimiser.zero_grad()
        loss(net(pictures[part]), labels[part]).backward()
        optimiser.step()
    print(time.perf_counter() - start, time.process_time() - processor, flush=True)
