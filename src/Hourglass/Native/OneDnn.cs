using System.Runtime.InteropServices;

namespace Hourglass.Native;

/// <summary>
/// libtorch's switch for its library oneDNN, which TorchSharp does not offer: <c>at::globalContext().setUserEnabledMkldnn(bool)</c>,
/// by the names that compilers give it.
/// </summary>
internal static unsafe class OneDnn
{
    private static readonly (string Context, string Set, string Get)[] Names =
    [
        ("_ZN2at13globalContextEv", "_ZN2at7Context20setUserEnabledMkldnnEb", "_ZNK2at7Context17userEnabledMkldnnEv"),
        ("?globalContext@at@@YAAEAVContext@1@XZ", "?setUserEnabledMkldnn@Context@at@@QEAAX_N@Z", "?userEnabledMkldnn@Context@at@@QEBA_NXZ"),
    ];

    /// <summary>Whether libtorch may use oneDNN in this process; null where that cannot be asked.</summary>
    public static bool? IsOn => Find() is { } found ? ((delegate* unmanaged<nint, byte>)found.Get)(found.Context) != 0 : null;

    /// <summary>Switches it on or off for the process.</summary>
    /// <returns>False where this libtorch does not export the switch.</returns>
    public static bool TrySwitch(bool on)
    {
        if (Find() is not { } found)
        {
            return false;
        }

        ((delegate* unmanaged<nint, byte, void>)found.Set)(found.Context, on ? (byte)1 : (byte)0);
        return IsOn == on;
    }

    private static (nint Context, nint Set, nint Get)? Find()
    {
        if (LibTorch.TryLoad(out var library))
        {
            foreach (var names in Names)
            {
                if (NativeLibrary.TryGetExport(library, names.Context, out var context)
                    && NativeLibrary.TryGetExport(library, names.Set, out var set)
                    && NativeLibrary.TryGetExport(library, names.Get, out var get))
                {
                    return (((delegate* unmanaged<nint>)context)(), set, get);
                }
            }
        }

        return null;
    }
}
