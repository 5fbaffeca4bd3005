using System.Runtime.ExceptionServices;

namespace Hourglass.Native;

/// <summary>
/// Threads that run the same work side by side: the caller and some that wait for it, spinning for a moment, then asleep. Nothing is
/// allocated for a round of work.
/// </summary>
internal sealed class Team : IDisposable
{
    /// <summary>
    /// Rounds of spinning before a waiting thread goes to sleep: some tens of microseconds, longer than what lies between two steps.
    /// </summary>
    private const int Patience = 4000;

    private readonly Thread[] _threads;
    private readonly Action<int> _work;
    private readonly SemaphoreSlim _wake = new(0);
    private int _round;
    private int _asleep;
    private int _finished;
    private int _arrived;
    private int _gate;
    private bool _ended;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Starts the threads.</summary>
    /// <param name="size">How many work, the caller among them.</param>
    /// <param name="work">What each does, told its number.</param>
    public Team(int size, Action<int> work)
    {
        Size = size;
        _work = work;
        _threads = [.. Enumerable.Range(1, size - 1).Select(Start)];
    }

    /// <summary>How many work.</summary>
    public int Size { get; }

    /// <summary>Does the work once on all, and returns when all are done.</summary>
    /// <remarks>A fault on any of them is thrown here. A thread with a fault leaves the others' barriers, which then let through.</remarks>
    public void Run()
    {
        _finished = 0;
        Volatile.Write(ref _round, _round + 1);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) is > 0 and var asleep)
        {
            _wake.Release(asleep);
        }

        Work(0);
        var spin = 0;
        while (Volatile.Read(ref _finished) < Size - 1)
        {
            Pause(ref spin);
        }

        if (_fault is { } fault)
        {
            _fault = null;
            Volatile.Write(ref _arrived, 0);
            fault.Throw();
        }
    }

    /// <summary>Waits until all have come here.</summary>
    public void Barrier()
    {
        if (Size == 1)
        {
            return;
        }

        var gate = Volatile.Read(ref _gate);
        if (Interlocked.Increment(ref _arrived) == Size)
        {
            Volatile.Write(ref _arrived, 0);
            Volatile.Write(ref _gate, gate + 1);
            return;
        }

        var spin = 0;
        while (Volatile.Read(ref _gate) == gate && _fault is null)
        {
            Pause(ref spin);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        Volatile.Write(ref _round, _round + 1);
        _wake.Release(Math.Max(1, _threads.Length));
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _wake.Dispose();
    }

    private Thread Start(int number)
    {
        var thread = new Thread(() => Serve(number))
        {
            IsBackground = true,
            Name = "Hourglass step " + number.ToString(System.Globalization.CultureInfo.InvariantCulture)
        };
        thread.Start();
        return thread;
    }

    private void Serve(int number)
    {
        var round = 0;
        while (true)
        {
            Await(round);
            round = Volatile.Read(ref _round);
            if (_ended)
            {
                return;
            }

            Work(number);
            Interlocked.Increment(ref _finished);
        }
    }

    private void Await(int round)
    {
        for (var i = 0; i < Patience; i++)
        {
            if (Volatile.Read(ref _round) != round)
            {
                return;
            }

            Thread.SpinWait(4);
        }

        Interlocked.Increment(ref _asleep);
        while (Volatile.Read(ref _round) == round)
        {
            _wake.Wait(TimeSpan.FromMilliseconds(50));
        }

        Interlocked.Decrement(ref _asleep);
    }

    private void Work(int number)
    {
        try
        {
            _work(number);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
        }
    }

    /// <summary>Spins for a moment; then it offers the core to whoever holds the others up.</summary>
    private static void Pause(ref int count)
    {
        if (++count > Patience)
        {
            Thread.Yield();
        }
        else
        {
            Thread.SpinWait(1);
        }
    }
}
