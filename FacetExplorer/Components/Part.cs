using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FacetExplorer.Components;

/// <summary>
/// A part of a page that only shows its parameters. Blazor keeps what a component rendered twice for each open page: as it stands there, and as
/// it stood before, which nobody asks for any more. A part lets go of the latter.
/// </summary>
public abstract class Part : IComponent, IHandleAfterRender
{
    private readonly RenderFragment _content;
    private RenderHandle _handle;
    private RenderTreeBuilder? _current, _former;

    /// <summary>A part that is not on a page yet.</summary>
    protected Part() => _content = page =>
    {
        BuildRenderTree(page);
        (_former, _current) = (_current, page);
    };

    void IComponent.Attach(RenderHandle renderHandle) => _handle = renderHandle;

    Task IComponent.SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        OnParametersSet();
        StateHasChanged();
        return Task.CompletedTask;
    }

    Task IHandleAfterRender.OnAfterRenderAsync()
    {
        _former?.Clear();
        return Task.CompletedTask;
    }

    /// <summary>What there is to be done with new parameters.</summary>
    protected virtual void OnParametersSet()
    {
    }

    /// <summary>Shows what changed without a parameter.</summary>
    protected void StateHasChanged() => _handle.Render(_content);

    /// <summary>The content; Razor writes it.</summary>
    protected virtual void BuildRenderTree(RenderTreeBuilder builder)
    {
    }
}
