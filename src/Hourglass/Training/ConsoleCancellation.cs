using System.Runtime.InteropServices;

namespace Hourglass.Training;

/// <summary>
/// Ctrl-C for trainings: the first one lets the step finish and the checkpoint be written, the second one ends the process at once, which
/// loses nothing but the steps since the last checkpoint. A request to terminate (SIGTERM) and a terminal that closes (SIGHUP) count alike.
/// </summary>
public sealed class ConsoleCancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TextWriter _output;
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens until disposed.</summary>
    /// <param name="output">Where to say what happens; the standard error stream by default.</param>
    public ConsoleCancellation(TextWriter? output = null)
    {
        _output = output ?? Console.Error;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

    /// <summary>For <see cref="TrainOptions.Cancellation"/>.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Which signal has stopped the training; null where none has.</summary>
    public PosixSignal? Signal { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // Left to the system the second time: its default ends the process.
        if (_source.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        Signal = context.Signal;
        _source.Cancel();
        try
        {
            _output.WriteLine("Stopping after this step. Press Ctrl-C again to stop at once.");
        }
        catch (IOException)
        {
            // The terminal is gone, and with it who would read this.
        }
    }
}
